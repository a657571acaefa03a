/**
 * What tests of several modules need, and no module owns: other JVMs, a certificate, conditions to
 * wait for, what a test leaves behind, pages of the guide.
 */
@NullMarked
package dev.spanloom.testjvms;

import org.jspecify.annotations.NullMarked;
