package org.lamella.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who gets as far as this handler. One without it refuses everybody. What a caller may do with the very thing that is
 * asked for is decided behind it, by the feature that owns the thing.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Permitted {
    /** Who. */
    enum To {
        ANYBODY,
        SIGNED_IN,
        ADMIN
    }

    To value();

    /** What a token must be good for. A GET asks for READ whatever stands here; a write must name another. */
    Scope scope() default Scope.READ;
}
