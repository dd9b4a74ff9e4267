"""The front door: receive, look, rate, hold, close; the board and its clocks."""
