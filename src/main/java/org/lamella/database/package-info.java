/**
 * The PostgreSQL under the control plane: an embedded server that outlives crashes, or an external one; one place that
 * says which; and what a client hears while neither answers. Depends on no other package of Lamella.
 */
@ApplicationModule(displayName = "Database")
package org.lamella.database;

import org.springframework.modulith.ApplicationModule;
