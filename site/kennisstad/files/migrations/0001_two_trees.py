from django.db import migrations

from kennisstad.files.moving import part_trees


class Migration(migrations.Migration):
    # Each file by itself: a transaction taken back would name files that have moved.
    atomic = False

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(part_trees, migrations.RunPython.noop)]
