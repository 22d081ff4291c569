"""Pages: their words with boxes in reading order, from the text layer or from a picture by OCR.

Hostile bytes are parsed in a bounded process (`cell_pages`, called by `isolated_pages`): out come words and plain
pixels. OCR runs on those pixels here. `of_file.pages_of` is the door.
"""
