"""Which questions and answers are repeats of each other."""

from related.repeats import Repeats


def test_what_shares_a_question_or_an_answer_has_one_first() -> None:
    repeats = Repeats(questions=((3, 5), (8, 9)), answers=((1, 5, 7),))
    assert repeats.firsts() == {1: 1, 3: 1, 5: 1, 7: 1, 8: 8, 9: 8}
