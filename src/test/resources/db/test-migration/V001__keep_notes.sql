-- For the tests of the database package alone.
CREATE EXTENSION btree_gist;

CREATE TABLE note (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text NOT NULL UNIQUE
);
