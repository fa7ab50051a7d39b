package org.lamella.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a body looks like that is read by {@link JsonFields}. Read by the generator of {@code docs/openapi.json} alone: a body is
 * never bound to the record, because then only the first error in it would be said. A component that may be left out, or be
 * null, is {@code @Nullable}. {@code Map} stands for an object whose fields the sender names.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Body {
    Class<?> value();

    /** An object for which its first component, a string, may stand alone. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface OrText {}
}
