"""A contact whose day was agreed with the customer, or set by a clerk, says so: no rule moves it by itself."""

from peewee import DateField


def up(migrator, db):
    migrator.migrate(migrator.add_column("revisit", "agreed_on", DateField(null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("revisit", "agreed_on"))
