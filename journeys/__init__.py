"""The house's promises, each shown in a real browser on a running site with a database, a vault and mail of its own."""
