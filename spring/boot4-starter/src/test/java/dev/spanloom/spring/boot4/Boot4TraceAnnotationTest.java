package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.TraceAnnotationContract;

class Boot4TraceAnnotationTest extends TraceAnnotationContract {}
