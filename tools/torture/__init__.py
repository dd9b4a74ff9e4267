"""The long versions of promises: minutes each, run by `dev.py torture`, short ones in the suite."""
