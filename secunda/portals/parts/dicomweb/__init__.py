"""DICOMweb of one case (PS3.18): one set of endpoints that patient, staff and expert share."""
