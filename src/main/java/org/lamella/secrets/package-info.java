/** The installation's one secret and what is derived from it: keyed hashes of tokens, seals of keys at rest. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package org.lamella.secrets;
