/**
 * Lists that are searched, sorted and paged through in one language: by {@code filter=}, {@code sort=} and {@code cursor=}
 * of the API and by the search boxes of the pages.
 */
@org.springframework.modulith.NamedInterface("listing")
package org.lamella.web.listing;
