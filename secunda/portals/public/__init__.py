"""What everybody may see: the home page, the emergency check, the intake, and the page that verifies a report."""
