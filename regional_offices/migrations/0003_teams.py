import django.db.models.deletion
from django.db import migrations, models


def name_the_groups(apps, schema_editor):
    """The one group of an office was its editors'. Each office gets a group for its managers."""
    Group = apps.get_model("auth", "Group")
    for team in apps.get_model("regional_offices", "RegionalOfficeTeam").objects.order_by("pk"):
        name = team.editors.name
        Group.objects.filter(pk=team.editors_id).update(name=f"{name}: editors")
        team.managers = Group.objects.create(name=f"{name}: managers")
        team.save(update_fields=["managers"])


def remove_the_managers(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for team in apps.get_model("regional_offices", "RegionalOfficeTeam").objects.order_by("pk"):
        managers, team.managers = team.managers_id, None
        team.save(update_fields=["managers"])
        Group.objects.filter(pk=managers).delete()
        name = team.editors.name.removesuffix(": editors")
        Group.objects.filter(pk=team.editors_id).update(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("regional_offices", "0002_reviews"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="regionalofficeteam",
            options={
                "default_permissions": ["change"],
                "verbose_name": "office team",
                "verbose_name_plural": "office teams",
            },
        ),
        migrations.RenameField("regionalofficeteam", "group", "editors"),
        migrations.AlterField(
            model_name="regionalofficeteam",
            name="editors",
            field=models.OneToOneField(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="edits_office",
                to="auth.group",
            ),
        ),
        migrations.AddField(
            model_name="regionalofficeteam",
            name="managers",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="manages_office",
                to="auth.group",
            ),
        ),
        migrations.AddField(
            model_name="regionalofficeteam",
            name="approval",
            field=models.CharField(
                choices=[
                    ("secretariat", "the Secretariat"),
                    ("managers", "the office’s own managers"),
                ],
                default="secretariat",
                help_text="The Secretariat can approve as well when the office’s managers do.",
                max_length=20,
                verbose_name="submitted pages are approved by",
            ),
        ),
        migrations.AddField(
            model_name="regionalofficeteam",
            name="closed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="closed"
            ),
        ),
        migrations.AlterField(
            model_name="regionalofficeteam",
            name="collection",
            field=models.OneToOneField(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="regional_office",
                to="wagtailcore.collection",
            ),
        ),
        migrations.RunPython(name_the_groups, remove_the_managers),
    ]
