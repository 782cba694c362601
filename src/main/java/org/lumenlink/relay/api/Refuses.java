package org.lumenlink.relay.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names, for the description of the API, the problems of an operation besides those that every operation can have. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Refuses {

    ProblemType[] value();

    /** Whether a body is refused as a whole, if it is too long or slow; else what it has so far is answered. */
    boolean wholeBody() default true;
}
