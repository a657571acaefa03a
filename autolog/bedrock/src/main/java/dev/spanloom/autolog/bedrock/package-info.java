/**
 * Traces the AWS SDK's clients of Bedrock. With this module on the class path nothing needs to be
 * called; {@link dev.spanloom.autolog.bedrock.BedrockTracing} is for those who want more.
 */
@NullMarked
package dev.spanloom.autolog.bedrock;

import org.jspecify.annotations.NullMarked;
