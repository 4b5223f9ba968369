"""The text of a file, read in a process of its own: what a file does there harms nothing else.

`python documents/reading.py NAME < FILE` writes `{"state": …, "text": …}`.
"""

import io
import json
import sys
import zipfile

MOST_PAGES = 500
MOST_CHARACTERS = 200_000
MOST_UNPACKED = 100 * 1024 * 1024  # bytes
MEMORY = 1024 * 1024 * 1024  # bytes
SECONDS = 30  # of the processor

READ, NO_TEXT, ENCRYPTED, BROKEN, TOO_LARGE = "read", "no text", "encrypted", "broken", "too large"


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAKS = {f"{WORD}p": "\n", f"{WORD}tab": " ", f"{WORD}br": " "}


def pdf_text(data):
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(io.BytesIO(data))
    try:
        # Many a PDF is encrypted with an empty password: anybody can read it.
        if reader.is_encrypted and not reader.decrypt(""):
            return ENCRYPTED, ""
    except DependencyError:  # a cipher that pypdf leaves to another package
        return ENCRYPTED, ""
    pieces, length = [], 0
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES or length >= MOST_CHARACTERS:
            break
        pieces.append(page.extract_text())
        length += len(pieces[-1])
    return READ, "\n".join(pieces)


def docx_text(data):
    from docx import Document

    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an OLE container: Word's form of encryption
        return ENCRYPTED, ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
            return TOO_LARGE, ""
    pieces = []
    # Tables and text boxes as well, in the order of the text; not what is marked as deleted.
    for element in Document(io.BytesIO(data)).element.body.iter(*BREAKS, f"{WORD}t"):
        pieces.append(BREAKS.get(element.tag) or element.text or "")
    return READ, "".join(pieces)


READERS = {"pdf": pdf_text, "docx": docx_text}


def text_of(data, extension):
    """What a file says.

    Args:
        data: the bytes of the file.
        extension: `pdf` or `docx`.

    Returns:
        a state and the text: at most 200,000 characters, all of which a database can store.
    """
    try:
        state, text = READERS[extension](data)
    except MemoryError:
        return TOO_LARGE, ""
    except Exception:  # noqa: BLE001 - the libraries raise anything on a broken file
        return BROKEN, ""
    text = text.encode("utf-8", "ignore").decode().replace("\x00", "")[:MOST_CHARACTERS].strip()
    return (NO_TEXT if state == READ and not text else state), text


def main():
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    state, text = text_of(sys.stdin.buffer.read(), sys.argv[1])
    sys.stdout.write(json.dumps({"state": state, "text": text}))


if __name__ == "__main__":
    main()
