/** The role of this pod among the pods of one chat, as Kubernetes sees it. */
@NullMarked
package dev.parley.kubernetes;

import org.jspecify.annotations.NullMarked;
