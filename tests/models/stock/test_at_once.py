"""Two people issue the same material at the same moment: nothing is lost, and nobody waits for ever."""

from .issuing import issue_at_once


def test_two_people_who_issue_the_same_material_at_once_lose_nothing(shop, session, cast):
    issue_at_once(shop, session, cast.job, 15)
