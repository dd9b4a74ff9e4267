"""Promises the whole house keeps. A new room is covered the day it is built."""
