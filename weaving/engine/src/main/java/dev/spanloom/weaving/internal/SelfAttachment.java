package dev.spanloom.weaving.internal;

import dev.spanloom.internal.woven.WeavingActivation;
import dev.spanloom.weaving.WeavingInstallation;
import dev.spanloom.weaving.WeavingOptions;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Lets the JVM attach an agent to itself, for {@code Mlflow.enableWeaving()}. */
public final class SelfAttachment implements WeavingActivation {
  private static final String OTHER_WAYS =
      " Other ways to weave: start the JVM with -javaagent:spanloom-agent.jar, or weave at build time"
          + " with spanloom-maven-plugin.";

  /** For the service loader. */
  public SelfAttachment() {}

  @Override
  public void activate() {
    synchronized (SelfAttachment.class) {
      if (System.getProperty(IN_FORCE_PROPERTY) != null) {
        return;
      }
      Optional<String> refusal = AttachPermission.refusal();
      if (refusal.isPresent()) {
        throw new IllegalStateException(refusal.get() + OTHER_WAYS);
      }
      WeavingInstallation.install(
          instrumentation(), WeavingOptions.DEFAULTS, "self-attachment", true);
    }
  }

  private static Instrumentation instrumentation() {
    try {
      return ByteBuddyAgent.install();
    } catch (IllegalStateException | LinkageError e) {
      String found =
          AttachPermission.missing("jdk.attach")
              .orElse("this JVM does not let itself be attached to (" + reason(e) + ").");
      throw new IllegalStateException(found + OTHER_WAYS, e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause == e ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause;
  }
}
