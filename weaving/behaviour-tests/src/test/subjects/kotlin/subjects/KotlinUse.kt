package subjects

import dev.spanloom.LiveSpan
import dev.spanloom.Mlflow
import dev.spanloom.weaving.behaviour.fork.Probe
import java.io.IOException

/** Kotlin has no try-with-resources: `use` stands for it. */
object KotlinUse {
  @JvmStatic
  fun escapes() {
    Mlflow.startSpan("block").use { span ->
      span.setInputs("in")
      throw Probe.thrown(IOException("broken"))
    }
  }

  @JvmStatic
  fun nothingEscapes(): String {
    return Mlflow.startSpan("block").use { span ->
      span.setOutputs(3)
      "done"
    }
  }

  @JvmStatic
  fun earlyReturn(): Int {
    Mlflow.startSpan("block").use { span ->
      if (span.isRecording) {
        return 1
      }
    }
    return 2
  }

  @JvmStatic
  fun earlyReturnOfALoop(): Int {
    for (i in 0..5) {
      Mlflow.startSpan("turn").use {
        if (i == 2) {
          return i
        }
      }
    }
    return -1
  }

  @JvmStatic
  fun nested() {
    Mlflow.startSpan("outer").use {
      Mlflow.startSpan("inner").use {
        throw Probe.thrown(IOException("deep"))
      }
    }
  }

  @JvmStatic
  fun caughtAround(): String =
    try {
      Mlflow.startSpan("block").use { fail() }
    } catch (e: IOException) {
      "recovered"
    }

  private fun fail(): String = throw Probe.thrown(IOException("broken"))

  @JvmStatic
  fun caughtInside(): String =
    Mlflow.startSpan("block").use {
      try {
        fail()
      } catch (e: IOException) {
        "recovered"
      }
    }

  @JvmStatic
  fun amongOthers() {
    Mlflow.startSpan("block").use {
      Probe.resource("other").use {
        throw Probe.thrown(IOException("broken"))
      }
    }
  }

  @JvmStatic
  fun nullable() {
    val span: LiveSpan? = if (Probe::class.java.name.isEmpty()) null else Mlflow.startSpan("block")
    span.use {
      throw Probe.thrown(IOException("broken"))
    }
  }

  @JvmStatic
  fun closedByHandInFinally() {
    val span = Mlflow.startSpan("block")
    try {
      throw Probe.thrown(IOException("broken"))
    } finally {
      span.close()
    }
  }
}
