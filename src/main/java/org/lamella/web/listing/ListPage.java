package org.lamella.web.listing;

import java.util.List;
import java.util.Map;
import org.lamella.web.FieldError;
import org.lamella.web.Page;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A page of a list as people see it, with the addresses of the pages beside it: its state is all in its address. Lists of this
 * kind are sorted by name unless something else is asked for.
 *
 * @param path where the list is, such as {@code /slices}
 * @param errors what was wrong with what was asked for; then there are no items
 */
public record ListPage<T>(String path, ListRequest asked, Page<T> page, long total, List<FieldError> errors) {
    public ListPage {
        errors = List.copyOf(errors);
    }

    public static <T> ListPage<T> found(String path, ListRequest asked, Page<T> page, long total) {
        return new ListPage<>(path, asked, page, total, List.of());
    }

    public static <T> ListPage<T> refused(String path, ListRequest asked, List<FieldError> errors) {
        return new ListPage<>(path, asked, new Page<>(List.of(), null), 0, errors);
    }

    public List<T> items() {
        return page.items();
    }

    /** Nothing is there at all, as opposed to nothing being found. */
    public boolean isBlank() {
        return total == 0 && asked.filter().isEmpty() && errors.isEmpty();
    }

    public boolean isFirst() {
        return asked.cursor().isEmpty();
    }

    public String address() {
        return address(asked.sort(), asked.cursor());
    }

    public String first() {
        return address(asked.sort(), "");
    }

    /** Null when this is the last page. */
    public String next() {
        return page.next() == null ? null : address(asked.sort(), page.next());
    }

    /** The same list sorted by this field; by the other way round when it is sorted by it now. */
    public String sortedBy(String field) {
        return address(sort().equals(field) ? "-" + field : field, "");
    }

    /** The value of {@code aria-sort}; null for the columns that it is not sorted by. */
    public String ariaSort(String field) {
        if (sort().equals(field)) {
            return "ascending";
        }
        return sort().equals("-" + field) ? "descending" : null;
    }

    private String sort() {
        return asked.sort().isEmpty() ? "name" : asked.sort();
    }

    private String address(String sort, String cursor) {
        var address = UriComponentsBuilder.fromPath(path);
        parameter(address, "filter", asked.filter());
        parameter(address, "sort", sort.equals("name") ? "" : sort);
        parameter(address, "cursor", cursor);
        return address.encode().toUriString();
    }

    private static void parameter(UriComponentsBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            // As a variable, so that what a URI means by + or & is taken as text.
            address.queryParam(name, "{" + name + "}").uriVariables(Map.of(name, value));
        }
    }
}
