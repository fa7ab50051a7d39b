/** Who is calling, and what callers may do: the part of it that every feature shares. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package org.lamella.access;
