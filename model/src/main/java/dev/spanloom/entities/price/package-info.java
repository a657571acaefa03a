/** What calls of models cost: a dated book of list prices that a file of one's own can override. */
@NullMarked
package dev.spanloom.entities.price;

import org.jspecify.annotations.NullMarked;
