"""The analysis alone, without a database: each rule with words it changes and words it must not."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import query, tokens
from search.analysis.arabic import bare, light_stem
from search.analysis.distance import allowed, deletions, distance
from search.analysis.folding import fold
from search.analysis.korean import stripped
from search.analysis.stems import stems
from search.analysis.words import words

LANGUAGES = ["en", "fr", "es", "ru", "ar", "ko", "zh-hans", "xx"]
# All of Unicode, surrogates too, and what the rules are about more often than chance has it.
ANY = st.text(
    st.characters()
    | st.characters(categories=["Cs"])
    | st.sampled_from(
        list("aéñйё'’-‐.,0٢１ \u0300\u064e\u0640\u00ad\u202e\x00가각도서관에서图书的了ابوال")
    )
)


def terms(text, language):
    return {term for token in tokens(text, language) for term in token.terms}


def asked(text, language):
    return [group.word for group in query(text, language)]


def meet(typed, written, language):
    """Whether each group of a query that covers anything finds a text."""
    there = terms(written, language)
    groups = [group for group in query(typed, language) if group.cover]
    return bool(groups) and all(there & group.terms.keys() for group in groups)


# Texts of the scripts in which a token is a part of a word.
SYLLABLES = st.text(st.sampled_from(list("图书馆的圖도서관에서が１㍿a ")), max_size=40)


@given(SYLLABLES, st.sampled_from(["ko", "zh-hans", "en"]))
@settings(max_examples=200, deadline=None)
def test_pairs_and_letters_are_cut_out_of_the_text(text, language):
    for token in tokens(text, language):
        if token.script in ("han", "hangul", "letter"):
            cut = fold(text[token.start : token.end])
            # Where folding changes how long a run is, a token marks the whole of it.
            assert cut == token.terms[0] or len(cut) != token.end - token.start


@given(ANY, st.sampled_from(LANGUAGES))
@settings(max_examples=400, deadline=None)
def test_any_string_is_analysed_and_its_offsets_are_true(text, language):
    for word in words(text):
        for piece in word.pieces:
            assert text[piece.start : piece.end] == piece.text
    found = list(tokens(text, language))
    assert len(found) <= 3 * len(text)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert all(0 < len(term) <= 66 for term in token.terms)
        assert not any(
            "\ud800" <= letter <= "\udfff" or letter == "\0" for letter in token.terms[0]
        )


@given(st.text(st.characters(), max_size=2000) | ANY, st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_what_is_asked_for_is_bounded(text, language):
    groups = query(text, language)
    assert len(groups) <= 120
    assert sum(len(group.terms) for group in groups) <= 250
    assert all(0 <= group.start < group.end <= 200 for group in groups)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "\u0300" * 10_000,
        "a\u0300" * 10_000,
        "图" * 10_000,
        "가" * 10_000,
        "a-" * 10_000,
    ]
    + ["word " * 10_000, "\ufdfa" * 1000, "\ud800", "\x00", "", " ", "\u202e\u2066", "ʼ…—"],
)
def test_long_and_odd_texts(text):
    for language in LANGUAGES:
        assert len(query(text, language)) <= 120
        assert all(len(term) <= 66 for term in terms(text, language))


def test_folding_twice_is_folding_once_for_every_character():
    for code in range(sys.maxunicode + 1):
        once = fold.__wrapped__(chr(code))
        assert fold.__wrapped__(once) == once, hex(code)


@given(ANY)
@settings(max_examples=400)
def test_folding_twice_is_folding_once(text):
    once = fold.__wrapped__(text)
    assert fold.__wrapped__(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Été", "ete"),
        ("ＩＣＴ", "ict"),
        ("٢٠١٧", "2017"),
        ("１２", "12"),
        ("Œuvre", "oeuvre"),
        ("ǣ", "ae"),
        ("ёлка", "елка"),
        ("мо́жно", "можно"),
        ("الضَّرَائِب", "الضرايب"),
        ("المـــدن", "المدن"),
        ("أإآٱ", "اااا"),
        ("مدينة", "مدينه"),
        ("圖書館", "图书馆"),
        ("co\u00adop", "coop"),
        ("각", "\u1100\u1161\u11a8"),
    ],
)
def test_spellings_of_one_word_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("й", "и"), ("ў", "у"), ("가", "나"), ("が", "か")])
def test_letters_of_their_own_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("l'impôt", "fr", ["impot"]),
        ("l’impôt", "fr", ["impot"]),
        ("aujourd'hui", "fr", ["aujourd", "hui"]),
        ("l impot", "fr", ["l", "impot"]),
        ("driver's driver’s driverʼs", "en", ["driver", "driver", "driver"]),
        ("WeGO서울", "ko", ["wego", "서울"]),
        ("서울2030", "ko", ["서울", "2030"]),
        ("WeGO的", "zh-hans", ["wego", "的"]),
        ("№5", "ru", ["5"]),
        ("ISO 37120", "en", ["iso", "37120"]),
        ("1,5", "fr", ["1.5"]),
        ("10 000 and 10,000", "en", ["10000", "and", "10000"]),
        ("2017–2030", "en", ["2017", "2030"]),
        ("22:00", "en", ["22", "00"]),
    ],
)
def test_words_are_cut_as_people_type_them(text, language, expected):
    found = [token.terms[0] for token in tokens(text, language) if token.script != "letter"]
    assert found == expected


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("e-gov", "eGov", "en"),
        ("egov", "e-Gov", "en"),
        ("e gov", "e-Gov", "en"),
        ("COVID19", "COVID-19", "en"),
        ("COVID-19", "COVID19", "en"),
        ("10MB", "10 MB", "en"),
        ("10 MB", "10MB", "en"),
        ("block chain", "blockchain", "en"),
        ("USA", "U.S.A", "en"),
        ("modernisation", "modernization", "en"),
        ("license", "licence", "en"),
        ("colours", "color", "en"),
        ("universite", "universités", "fr"),
        ("velo", "vélos", "fr"),
        ("ciudadania", "ciudadanía", "es"),
        ("подписи", "подпись", "ru"),
        ("записей", "запись", "ru"),
        ("صفحة", "والصفحات", "ar"),
        ("فيضان", "الفيضانات", "ar"),
        ("도서관", "도서관에서", "ko"),
        ("도서관에서는", "도서관", "ko"),
        ("실업급여", "실업 급여", "ko"),
        ("실업 급여", "실업급여를", "ko"),
        ("공무원들은", "공무원", "ko"),
        ("首尔总部", "总部设在首尔", "zh-hans"),
        ("圖書館的", "图书馆", "zh-hans"),
        ("government", "Правительство (government)", "ru"),
    ],
)
def test_what_is_typed_meets_what_is_written(typed, written, language):
    if typed in ("실업급여", "首尔总部"):  # the pairs across the words are asked for as well
        there = terms(written, language)
        share = sum(group.cover for group in query(typed, language) if there & group.terms.keys())
        assert share >= 0.6
    else:
        assert meet(typed, written, language)


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("cat", "category", "en"),
        ("organ", "organisation", "fr"),
        ("كتاب", "مكتب", "ar"),
        ("여권", "여행", "ko"),
        ("北京", "京北", "zh-hans"),
        ("2017", "20170", "en"),
    ],
)
def test_other_words_are_not_met(typed, written, language):
    assert not meet(typed, written, language)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("والكتاب", "كتاب"),
        ("بالمدرسه", "مدرسه"),
        ("للمواطنين", "مواطنين"),
        ("وزاره", "زاره"),  # as light10: a word of its own in و loses it, on both sides alike
        ("ورد", "ورد"),
        ("بلد", "بلد"),
        ("كلمه", "كلمه"),
        ("لغه", "لغه"),
        ("الم", "الم"),
    ],
)
def test_arabic_clitics(word, expected):
    assert bare(word)[0] == expected


def test_no_arabic_stem_is_a_letter():
    assert all(len(light_stem(word)) >= 2 for word in ("ان", "ها", "وان", "الي", "يه", "هيه"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("도서관이", "도서관"),
        ("서울에서는", "서울"),
        ("취소했습니다", "취소"),
        ("시민들에게", "시민"),
        ("회의", "회의"),
        ("지도", "지도"),
        ("나무", "나무"),
        ("사무총장", "사무총장"),
        ("데이터", "데이터"),
    ],
)
def test_korean_particles(word, expected):
    assert stripped(word) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("how can I change my address", "en", ["change", "address"]),
        ("the who", "en", ["the", "who"]),
        ("IT department", "en", ["it", "department"]),
        ("WHO in Geneva", "en", ["who", "geneva"]),
        ("HOW DO I PAY", "en", ["pay"]),
        ("où est la mairie", "fr", ["mairie"]),
        ("как получить паспорт", "ru", ["получить", "паспорт"]),
        ("how IT паспорт", "ru", ["it", "паспорт"]),
        ("최근 여권은 어떻게", "ko", ["최근", "여권", "권은"]),
    ],
)
def test_stop_words(text, language, expected):
    assert asked(text, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "  ", "!!", "()", '"', "*", ":", "\x00", "\ud800", "—", "🙂"])
def test_nothing_to_ask_for(text, language):
    assert query(text, language) == []


@pytest.mark.parametrize("text", ["a", "я", "و", "가", "的", "7", "NEAR(", "AND", "a:b*"])
def test_anything_with_a_letter_is_asked_for(text):
    assert all(query(text, language) for language in LANGUAGES)


def test_cover_of_a_run_is_that_of_a_word():
    for text, language in [
        ("图书馆", "zh-hans"),
        ("怎么申请护照", "zh-hans"),
        ("도서관에서", "ko"),
    ]:
        assert sum(group.cover for group in query(text, language)) == pytest.approx(1)


def test_stems_are_marked_so_that_no_word_is_taken_for_one():
    assert all(stem[0] in "~^" for stem in stems("governments", "governments", "latin", "en"))
    assert "govern" not in terms("government", "en")


WORD = st.text("abcde", min_size=3, max_size=12)


@given(WORD, WORD)
@settings(max_examples=300)
def test_distance_is_symmetric_and_near_words_share_a_deletion(one, other):
    errors = distance(one, other, 2)
    assert errors == distance(other, one, 2)
    assert (errors == 0) == (one == other)
    if errors <= min(allowed(one), allowed(other)):
        assert deletions(one, allowed(one)) & deletions(other, allowed(other))


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("form", "from", 1), ("goverment", "government", 1), ("abcd", "wxyz", 3), ("ab", "abcde", 3)],
)
def test_distance(one, other, errors):
    assert distance(one, other, 2) == errors
