"""DICOM instances for showing: header as DICOM JSON, where frames lie, geometry, conversion, pictures of frames."""
