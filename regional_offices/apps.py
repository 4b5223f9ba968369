from django.apps import AppConfig


class RegionalOfficesConfig(AppConfig):
    name = "regional_offices"
