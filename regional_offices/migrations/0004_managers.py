import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """By itself: PostgreSQL changes no table whose rows the same transaction has changed."""

    dependencies = [("regional_offices", "0003_teams")]

    operations = [
        migrations.AlterField(
            model_name="regionalofficeteam",
            name="managers",
            field=models.OneToOneField(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="manages_office",
                to="auth.group",
            ),
        ),
    ]
