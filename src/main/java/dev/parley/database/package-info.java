/** How all who ask the database reach it. */
@NullMarked
package dev.parley.database;

import org.jspecify.annotations.NullMarked;
