"""A customer's own keys beside each other: on a server an index does not hold the primary key by itself."""


def up(migrator, db):
    migrator.migrate(
        migrator.add_index("search_key", ("customer_id", "key")),
        migrator.drop_index("search_key", "searchkey_customer_id"),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.add_index("search_key", ("customer_id",)),
        migrator.drop_index("search_key", "search_key_customer_id_key"),
    )
