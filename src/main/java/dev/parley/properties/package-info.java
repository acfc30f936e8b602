/** Range checks shared by the properties records. */
@NullMarked
package dev.parley.properties;

import org.jspecify.annotations.NullMarked;
