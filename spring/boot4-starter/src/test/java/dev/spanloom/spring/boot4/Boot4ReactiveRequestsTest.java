package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.ReactiveRequestsContract;

class Boot4ReactiveRequestsTest extends ReactiveRequestsContract {}
