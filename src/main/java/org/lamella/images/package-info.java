/** What a sliver's files start from. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"accounts"})
package org.lamella.images;
