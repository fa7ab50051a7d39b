/** Generates the description of the REST API from its controllers, and holds what is said and answered against it. */
package org.lamella.openapi;
