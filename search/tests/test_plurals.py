"""Singular and plural find each other, whichever is typed and whichever stands in the text."""

import pytest

from search.analysis.plurals import singulars
from search.tests.test_analysis import meet, terms

PAIRS = {
    "en": """
        city cities, policy policies, day days, box boxes, church churches, bus buses, gas gases,
        quiz quizzes, status statuses, process processes, analysis analyses, crisis crises,
        basis bases, thesis theses, life lives, knife knives, shelf shelves, half halves,
        leaf leaves, wolf wolves, thief thieves, roof roofs, chairman chairmen, man men,
        spokeswoman spokeswomen, index indices, matrix matrices, radius radii, nucleus nuclei,
        stimulus stimuli, bureau bureaux, formula formulae, photo photos, hero heroes
    """,
    "es": """
        gobierno gobiernos, invierno inviernos, moderno modernos, cuaderno cuadernos, uso usos,
        municipio municipios, proceso procesos, ciudad ciudades, ley leyes, país países, mes meses,
        inglés ingleses, nación naciones, orden órdenes, examen exámenes, joven jóvenes, vez veces,
        luz luces, juez jueces, voz voces, raíz raíces, lápiz lápices, vía vías, río ríos,
        esquí esquís, tabú tabúes, café cafés, menú menús, autobús autobuses, alcalde alcaldes,
        parque parques, mano manos
    """,
    "fr": """
        ville villes, hôpital hôpitaux, canal canaux, municipal municipaux, municipale municipales,
        travail travaux, bail baux, vitrail vitraux, émail émaux, détail détails, bal bals,
        bureau bureaux, réseau réseaux, jeu jeux, lieu lieux, vœu vœux, pneu pneus, bijou bijoux,
        trou trous, menu menus, cinéma cinémas, métro métros, quai quais, impôt impôts, clé clés,
        musée musées, arrêt arrêts, citoyenne citoyennes, travailleur travailleurs, avis avis,
        prix prix, landau landaus
    """,
    "ru": """
        город города, город городов, страна стран, услуга услуг, житель жителей, музей музеев,
        музей музеи, идея идей, гражданин граждане, гражданин граждан, горожанин горожанами,
        рынок рынки, участок участков, подарок подарки, конец концы, отец отцы, палец пальцы,
        справка справок, заявка заявок, площадка площадок, копейка копеек, земля земель,
        песня песен, деревня деревень, окно окон, кольцо колец, сестра сестёр, узел узлы,
        угол углы, огонь огни, уровень уровни, статья статей, станция станций, имя имена
    """,
}
APART = {
    "en": "give gift, move man, house his, serve self, news new",
    "es": "gobierno gobio, país paz, luces lucha, mes mano, dato dado",
    "fr": "bail balle, eau aile, pays paix, canal canon, prix prise",
    "ru": "город гордый, городок горка, закон знак, песня песок, стол стул",
}


def of(pairs):
    return [
        (language, *pair.split())
        for language, words in pairs.items()
        for pair in words.replace("\n", " ").split(",")
    ]


@pytest.mark.parametrize(("language", "one", "many"), of(PAIRS))
def test_singular_and_plural_meet(language, one, many):
    assert meet(one, many, language)
    assert meet(many, one, language)


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [row for row in of(PAIRS) if row[0] in ("es", "fr") and "œ" not in row[1]],
)
def test_they_meet_without_accents(language, one, many):
    bare = str.maketrans("áéíóúüñàâèêëîïôûùç", "aeiouunaaeeeiiouuc")
    assert meet(one.translate(bare), many, language)
    assert meet(many.translate(bare), one, language)


@pytest.mark.parametrize(("language", "one", "other"), of(APART))
def test_other_words_stay_apart(language, one, other):
    assert not meet(one, other, language)
    assert not meet(other, one, language)


def test_a_short_word_has_no_singular():
    assert singulars("es", "es") == singulars("", "en") == set()


def test_a_word_gains_few_terms():
    for language, one, many in of(PAIRS):
        assert len(terms(one, language)) <= 6
        assert len(terms(many, language)) <= 6
