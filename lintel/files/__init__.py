"""What is attached: photographs, documents and e-mails, as open as their record and no more.

Nouns: a *file* (a row of this context and, in the data folder, its sealed bytes), its *kind*
(read from the content, never from its name), its *check* (by the virus scanner), its *handling
mark* (H1 to H4, given by whoever attached it) and its *copy for sharing* (without position or
author). Begins when somebody attaches something; a file belongs to one contact, and perhaps to
the request or the discussion it answers.

Bytes are kept in DATA/files, outside anything a web server serves, each under a random name and
sealed with a key of its own that only this instance's secret opens. A backup takes the database
first and then that folder: bytes are written and safe on the disk before their row is, so every
row in it finds its bytes. What is hostile is looked at in another process with little memory and
little time (`content.chamber`), and never shown inside a page.
"""
