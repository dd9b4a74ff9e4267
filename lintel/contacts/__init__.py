"""The front door: receive, look, rate, hold, close; the board and its clocks.

A *contact* is one telling, by one person, about one family, at one moment. It begins when it is
received, whatever the channel, and its clocks begin with it. It ends, for the hub, when it has
been decided and whoever comes next has taken it.

Rooms: `rules` (lifecycle, clocks, queues, what a telling must be, risk indicators), `actions`,
`queries`, `models`, `web`. Deciding is in `screening`; handing over is in `pathways`.
"""
