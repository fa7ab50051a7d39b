package org.lamella.cli;

/** How answers are written: as a table for people, or as the API's own JSON for programs. */
enum Format {
    TABLE,
    JSON;

    @Override
    public String toString() {
        return switch (this) {
            case TABLE -> "table";
            case JSON -> "json";
        };
    }
}
