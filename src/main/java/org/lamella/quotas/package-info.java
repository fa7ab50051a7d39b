/** What sites and slices may have in all. How much they have is counted by those who give it out, and told here. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"accounts"})
package org.lamella.quotas;
