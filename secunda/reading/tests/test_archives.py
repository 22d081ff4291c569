"""Archives and discs: every file is an entry, nothing leads outside, and no bomb goes off."""

from __future__ import annotations

import io
import zipfile

import pytest

from secunda.reading.archives.discs import members as disc_members
from secunda.reading.archives.entries import ArchiveLimits, Entry
from secunda.reading.archives.listing import list_entries
from secunda.reading.archives.walk import walk
from secunda.reading.facts import Refusal
from secunda.reading.sentences import LEFT_OUT, REFUSALS
from secunda.reading.tests import packed, pdfs, scans


def entries(content: bytes, limits: ArchiveLimits | None = None) -> list[Entry]:
    return list(walk(io.BytesIO(content), len(content), limits))


def contents(content: bytes) -> dict[str, bytes]:
    return {
        entry.path: b"".join(entry.chunks())
        for entry in walk(io.BytesIO(content), len(content))
        if not entry.reason
    }


def refused(content: bytes, limits: ArchiveLimits | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        unpack(content, limits)
    return caught.value.unusable.code


def unpack(content: bytes, limits: ArchiveLimits | None = None) -> None:
    for entry in walk(io.BytesIO(content), len(content), limits):
        list(entry.chunks())


DISC = packed.patient_disc()
TAKEN = {path for path in DISC if path.startswith(("DICOM", "REPORTS"))}
IMAGES = {
    "zip": packed.zipped(DISC),
    "stored zip": packed.zipped(DISC, method=packed.STORED),
    "joliet": packed.disc(DISC),
    "rock ridge": packed.disc(DISC, joliet=False, rock_ridge=True),
    "udf bridge": packed.disc(DISC, udf=True),
}


@pytest.mark.parametrize("kind", IMAGES)
def test_a_whole_disc_comes_in_and_its_viewer_stays_out(kind: str) -> None:
    found = {entry.path: entry for entry in entries(IMAGES[kind])}
    assert set(found) == set(DISC)
    assert {path for path, entry in found.items() if not entry.reason} == TAKEN
    assert {entry.sort for path, entry in found.items() if path.startswith("DICOM/")} == {"dicom"}
    assert found["DICOMDIR"].sort == "directory"
    assert found["REPORTS/report.pdf"].sort == "document"
    assert {path: entry.reason for path, entry in found.items() if entry.reason} == {
        "AUTORUN.INF": "entry_system", "Thumbs.db": "entry_system", "README.TXT": "entry_viewer",
        "INDEX.HTM": "entry_viewer", "VIEWER/view.exe": "entry_program", "VIEWER/manual.pdf": "entry_viewer",
        "VIEWER/icons/open.png": "entry_viewer", "VIEWER/settings.xml": "entry_viewer",
    }  # fmt: skip


@pytest.mark.parametrize("kind", IMAGES)
def test_every_byte_comes_out_as_it_went_in(kind: str) -> None:
    assert contents(IMAGES[kind]) == {path: DISC[path] for path in TAKEN}


def test_a_disc_of_udf_alone_says_what_to_do() -> None:
    content = bytearray(packed.disc({"A/scan": scans.scan()}, udf=True))
    for sector in range(16, 32):  # the tree that CDs have is gone, the one of DVDs stays
        at = sector * 2048 + 1
        content[at : at + 5] = content[at : at + 5].replace(b"CD001", bytes(5))
    assert refused(bytes(content)) == "disc_udf"


def test_a_plain_iso_without_long_names_is_read() -> None:
    found = contents(packed.disc({"A/scan": scans.scan()}, joliet=False))
    assert list(found.values()) == [scans.scan()]


def test_the_listing_tells_studies_and_what_was_left_out() -> None:
    listing = list_entries(entries(IMAGES["zip"]))
    assert (listing.files, listing.dicom, listing.documents, listing.directories) == (13, 3, 1, 1)
    assert dict(listing.left_out) == {"entry_program": 1, "entry_system": 2, "entry_viewer": 5}
    assert [(study.uid, study.files, study.modalities, study.patient.names) for study in listing.studies] == [
        ("1.2.3", 2, ("CT",), ("LINDQVIST^ANA",)),
        ("9", 1, ("MR",), ("BERG^MAX",)),
    ]
    assert listing.studies[0].day == "2026-05-03"


def test_an_archive_inside_is_opened_and_one_too_many_is_left_out() -> None:
    found = entries(packed.nest(2))
    assert [(entry.path, entry.sort) for entry in found] == [("level1.zip/level0.zip/scan.dcm", "dicom")]
    assert contents(packed.nest(2)) == {"level1.zip/level0.zip/scan.dcm": scans.scan()}
    deeper = entries(packed.nest(3))
    assert [(entry.path, entry.reason) for entry in deeper] == [
        ("level2.zip/level1.zip/level0.zip", "entry_too_deep")
    ]


def test_a_packed_archive_and_a_disc_inside_are_opened() -> None:
    inner = packed.zipped({"one.dcm": scans.scan(), "two.pdf": pdfs.plain()})
    image = packed.disc({"scan.dcm": scans.scan()})
    found = contents(packed.zipped({"inner.zip": inner, "disc.iso": image}))
    assert found == {
        "inner.zip/one.dcm": scans.scan(), "inner.zip/two.pdf": pdfs.plain(), "disc.iso/scan.dcm": scans.scan(),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../../etc/passwd", "entry_outside"),
        ("..\\..\\windows\\system32\\a.dcm", "entry_outside"),
        ("a/../../b.dcm", "entry_outside"),
        ("x" * 5000, "entry_name"),
    ],
)
def test_what_leads_outside_is_left_out(name: str, reason: str) -> None:
    found = entries(packed.zipped({name: scans.scan(), "good.dcm": scans.scan()}))
    assert [(entry.reason) for entry in found] == [reason, ""]
    assert all(".." not in entry.path for entry in found)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/etc/scan.dcm", "etc/scan.dcm"),
        ("C:\\Users\\ana\\scan.dcm", "Users/ana/scan.dcm"),
        ("//server/share/scan.dcm", "server/share/scan.dcm"),
        ("./a//b/./scan.dcm", "a/b/scan.dcm"),
        ("a/\u202egpj.exe", "a/gpj.exe"),
        ("a/b\nc.dcm", "a/bc.dcm"),
    ],
)
def test_absolute_and_strange_paths_are_made_presentable(name: str, shown: str) -> None:
    (entry,) = entries(packed.zipped({name: scans.scan()}))
    assert (entry.path, entry.sort) == (shown, "dicom")


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o060666, 0o010644, 0o140777])
def test_links_devices_and_pipes_are_left_out(mode: int) -> None:
    found = entries(packed.with_mode("link", b"/etc/passwd", mode))
    assert [(entry.path, entry.reason) for entry in found] == [("link", "entry_link"), ("scan.dcm", "")]
    assert list(found[0].chunks()) == []


def test_names_in_odd_encodings_are_read() -> None:
    with_flag = packed.zipped({"Größe/Müller.dcm": scans.scan()})
    without = packed.changed(packed.changed(with_flag, b"PK\x01\x02", 8, b"\0\0"), b"PK\x03\x04", 6, b"\0\0")
    assert [entry.path for entry in entries(without)] == ["Größe/Müller.dcm"]
    dos = packed.zipped({"Gr_.dcm": scans.scan()}).replace(b"Gr_", b"Gr\x94")
    assert [entry.path for entry in entries(dos)] == ["Grö.dcm"]


def test_a_locked_file_is_left_out_and_a_locked_archive_is_refused() -> None:
    assert refused(packed.locked(packed.zipped({"scan.dcm": scans.scan()}))) == "archive_locked"
    mixed = packed.zipped({"a.dcm": scans.scan(), "b.dcm": scans.scan()})
    one = packed.changed(mixed, b"PK\x01\x02", 8, b"\x01\x00", last=True)
    assert [entry.reason for entry in entries(one)] == ["", "entry_locked"]


@pytest.mark.parametrize("method", [9, 12, 14, 93, 97, 98, 99])
def test_other_ways_of_packing_are_left_out(method: int) -> None:
    content = packed.by_method(packed.zipped({"a.dcm": scans.scan()}), method)
    assert [entry.reason for entry in entries(content)] == ["entry_packed"]


def test_a_damaged_file_spoils_only_itself() -> None:
    content = bytearray(packed.zipped({"a.dcm": scans.scan(), "b.dcm": scans.scan()}, method=packed.STORED))
    content[600] ^= 255
    assert [entry.reason for entry in entries(bytes(content))] == ["entry_damaged", ""]


def test_a_file_damaged_further_on_says_so_when_it_is_read() -> None:
    files = {"a.dcm": scans.scan() + bytes(9000), "b.dcm": scans.scan()}
    content = bytearray(packed.zipped(files, method=packed.STORED))
    content[8000] ^= 255
    first, second = walk(io.BytesIO(bytes(content)), len(content))
    with pytest.raises(Refusal) as caught:
        list(first.chunks())
    assert caught.value.unusable.code == "entry_damaged"
    assert b"".join(second.chunks()) == scans.scan()


def test_bombs_do_not_go_off() -> None:
    small = ArchiveLimits(free_bytes=1_000_000)
    assert refused(packed.zipped({"a": bytes(3_000_000)}), small) == "archive_bomb"
    assert refused(packed.overlapping()) == "archive_bomb"
    many = packed.zipped({f"{number}.zip": packed.zipped({"a": bytes(900_000)}) for number in range(9)})
    assert refused(many, small) == "archive_bomb"
    assert refused(packed.said_size(packed.zipped({"a": bytes(100)}), 0xFFFFFF00)) == "archive_bomb"


def test_a_file_that_is_longer_or_shorter_than_said_is_damaged() -> None:
    long = scans.scan() + bytes(9000)
    for said in (5000, len(long) + 5):
        content = packed.said_size(packed.zipped({"a.dcm": long}), said)
        (entry,) = entries(content)
        with pytest.raises(Refusal) as caught:
            list(entry.chunks())
        assert caught.value.unusable.code == "entry_damaged"


def test_counts_and_totals_are_bounded() -> None:
    content = packed.zipped({str(number): b"x" for number in range(20)})
    assert refused(content, ArchiveLimits(max_entries=10)) == "archive_too_many"
    assert refused(
        packed.disc({f"{number}.dcm": scans.scan() for number in range(12)}), ArchiveLimits(max_entries=10)
    ) == ("archive_too_many")
    assert (
        refused(packed.zipped({"a.dcm": scans.scan()}), ArchiveLimits(max_total_bytes=100))
        == "archive_too_large"
    )
    nested = packed.zipped({f"{number}.zip": packed.zipped({"a": b"x", "b": b"y"}) for number in range(4)})
    assert refused(nested, ArchiveLimits(max_entries=6)) == "archive_too_many"


def test_a_folder_in_itself_is_entered_once() -> None:
    content = packed.looping_disc()
    found = disc_members(io.BytesIO(content), len(content), ArchiveLimits())
    assert len(found) <= 1


def test_a_cut_disc_keeps_what_is_whole() -> None:
    image = packed.disc({"a.dcm": scans.scan(), "b.dcm": scans.scan() + bytes(200_000)})
    cut = image[:-150_000]
    reasons = {entry.path: entry.reason for entry in walk(io.BytesIO(cut), len(cut))}
    assert reasons == {"a.dcm": "", "b.dcm": "entry_damaged"}


def test_what_the_vault_raises_is_not_the_archives_fault() -> None:
    class Broken(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1) -> bytes:
            Broken.reads += 1
            if Broken.reads > 3:
                raise PermissionError("the vault is locked")
            return super().read(size)

    files = {f"{number}.dcm": scans.scan() + bytes(100_000) for number in range(4)}
    content = packed.zipped(files, method=packed.STORED)
    with pytest.raises(PermissionError):
        list(map(taken, walk(Broken(content), len(content))))


def taken(entry: Entry) -> list[bytes]:
    return list(entry.chunks())


def test_every_reason_has_a_sentence() -> None:
    for code in LEFT_OUT:
        assert Entry("a", 1, "left_out", code).sentence == LEFT_OUT[code]
    assert Entry("a", 1, "left_out", "archive_locked").sentence == REFUSALS["archive_locked"]
    assert Entry("a", 1, "dicom").sentence == ""


def test_a_word_document_inside_is_a_document_and_a_program_is_none() -> None:
    word = packed.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    sheet = packed.zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})
    jar = packed.zipped({"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0"})
    found = entries(packed.zipped({"letter.docx": word, "labs.xlsx": sheet, "viewer.bin": jar}))
    assert [(entry.path, entry.sort, entry.reason) for entry in found] == [
        ("letter.docx", "document", ""), ("labs.xlsx", "left_out", "office"),
        ("viewer.bin", "left_out", "entry_program"),
    ]  # fmt: skip


def test_zip64_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made, made.open("scan.dcm", "w", force_zip64=True) as file:
        file.write(scans.scan())
    assert contents(out.getvalue()) == {"scan.dcm": scans.scan()}
