"""Looking into what somebody sent, and taking out what should not be passed on.

Every function here takes bytes that may be hostile. It decodes no picture, runs nothing, follows
no address, and unpacks no more than `limits` allows. Callers reach it through `chamber`, which
does so in another process. No Django, so that such a process begins quickly.
"""
