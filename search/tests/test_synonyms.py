import pytest

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.tests.factories import UserFactory
from search.models import Synonym


@pytest.mark.parametrize("expressions", ["GA", "GA\n", "GA\n!!", "\n\n", "()\n\x00"])
def test_one_expression_alone_is_no_synonym(expressions):
    with pytest.raises(ValidationError, match="at least two expressions"):
        Synonym(language="en", expressions=expressions).clean()


def test_synonyms_are_named_by_what_they_equate():
    assert str(Synonym(language="en", expressions="GA\n General Assembly \n")) == (
        "GA = General Assembly"
    )


def test_only_those_with_the_right_keep_them(client, db):
    address = reverse("search_synonyms:add")
    access = Permission.objects.get(codename="access_admin")
    reader, editor = UserFactory(), UserFactory()
    reader.user_permissions.add(access)
    editor.user_permissions.add(access, Permission.objects.get(codename="add_synonym"))
    data = {"language": "en", "expressions": "GA\nGeneral Assembly"}
    client.force_login(reader)
    assert client.post(address, data).status_code == 302
    assert not Synonym.objects.exists()
    client.force_login(editor)
    assert "at least two" in client.post(address, {**data, "expressions": "GA"}).content.decode()
    client.post(address, data)
    assert Synonym.objects.get().lines == ["GA", "General Assembly"]
