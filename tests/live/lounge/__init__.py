"""A room for the tests of the socket.

`room:` for members, `lobby:` for all agents, `street:` for visitors, `slow:` whose policy takes two seconds.
"""
