"""Words to people: told to the outside, or put before a team, each once and never lost.

Begins when another context queues a notice in its own transaction. Ends when the notice was
sent, or when a person has said how it was done. Knows references, never the records they name.
"""
