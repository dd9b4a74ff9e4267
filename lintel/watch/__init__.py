"""Watching the watchers: signs in the trail that somebody may have looked without need.

A *sign* is a pattern in the trail (looks without a task, a family of one's own name, a burst, the
night). It becomes a *question* for whoever looks after privacy, who settles it as explained, as
needing a word, or as an incident, with a reason. How often each kind came to nothing is counted
and shown, so that nobody is judged by a bad rule. This context begins at the trail and ends at
that word: what is done about a person is for their employer. It holds nothing of any record.
"""
