"""A customer's own keys beside each other: on a server an index does not hold the primary key by itself."""


def up(migrator, db):
    migrator.migrate(
        migrator.drop_index("search_key", "searchkey_customer_id"),  # first: its place in the file is used again
        migrator.add_index("search_key", ("customer_id", "key")),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index("search_key", "search_key_customer_id_key"),
        migrator.add_index("search_key", ("customer_id",)),
    )
