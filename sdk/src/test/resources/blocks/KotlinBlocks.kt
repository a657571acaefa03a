package blocks

import dev.spanloom.LiveSpan
import dev.spanloom.Mlflow

/** Blocks in Kotlin; as in Blocks.java. */
object KotlinBlocks {
  private fun fail() {
    if (System.nanoTime() != 0L) throw IllegalStateException("boom")
  }

  private fun work() {}

  @JvmStatic
  fun anExceptionLeavesUse() {
    Mlflow.startSpan("ERROR").use { fail() }
  }

  @JvmStatic
  fun useEndsWell() {
    Mlflow.startSpan("OK").use { it.setInputs(1) }
  }

  @JvmStatic
  fun useHasAValue(): Int {
    val one = Mlflow.startSpan("OK").use { 1 }
    return one + Mlflow.startSpan("ERROR").use { fail(); 2 }
  }

  @JvmStatic
  fun useReturnsEarly(): Int {
    Mlflow.startSpan("OK").use {
      if (System.nanoTime() != 0L) return 1
      fail()
    }
    return 2
  }

  @JvmStatic
  fun useIsNested() {
    Mlflow.startSpan("ERROR").use {
      Mlflow.startSpan("OK").use { work() }
      Mlflow.startSpan("ERROR").use { fail() }
    }
  }

  @JvmStatic
  fun anExceptionIsCaughtBetween() {
    Mlflow.startSpan("OK").use {
      try {
        Mlflow.startSpan("ERROR").use { fail() }
      } catch (e: IllegalStateException) {
        work()
      }
    }
  }

  @JvmStatic
  fun useOfWhatMayBeNull() {
    val none: LiveSpan? = null
    none.use { work() }
    val span: LiveSpan? = Mlflow.startSpan("ERROR")
    span.use { fail() }
  }

  @JvmStatic
  fun useAsAutoCloseable() {
    val span: AutoCloseable = Mlflow.startSpan("ERROR")
    span.use { fail() }
  }

  @JvmStatic
  fun useInsideALoop() {
    for (i in 0..3) {
      Mlflow.startSpan("OK").use {
        if (i == 1) continue
        if (i == 2) break
        work()
      }
    }
  }

  @JvmStatic
  fun useInsideALambda() {
    listOf(1, 2).map { it + 1 }.forEach { n ->
      Mlflow.startSpan(if (n == 3) "ERROR" else "OK").use { if (n == 3) fail() }
    }
  }

  @JvmStatic
  fun useInsideACatch() {
    try {
      fail()
    } catch (e: IllegalStateException) {
      Mlflow.startSpan("OK").use { work() }
      throw e
    }
  }

  @JvmStatic
  fun finallyCloses() {
    val span = Mlflow.startSpan("ERROR")
    try {
      fail()
    } finally {
      span.close()
    }
  }

  @JvmStatic
  fun finallyClosesAndAllIsWell() {
    val span = Mlflow.startSpan("OK")
    try {
      work()
    } finally {
      span.close()
    }
  }
}
