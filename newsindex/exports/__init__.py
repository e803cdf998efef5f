"""Taking answers away: hits as lines of JSON or CSV, as data frames, and as FollowTheMoney entities.

Everything here takes hits one at a time and gives lines or values one at a time, so that a stream of all matches takes
no more memory than one of them.
"""
