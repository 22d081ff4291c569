"""The patient's portal: the case, its records, the opinion."""
