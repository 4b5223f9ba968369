from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who works in the admin.

    Django's own user, ours from the first migration so that it can grow. The language of the
    admin is chosen in Wagtail's account page.
    """
