package dev.parley.rest.status;

import dev.parley.database.Terms;
import dev.parley.operator.DatabaseReads;
import dev.parley.operator.Permission;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the last terms, in each of which one process wrote to the database. */
@RestController
class TermController {
    private final Terms terms;

    TermController(Terms terms) {
        this.terms = terms;
    }

    @GetMapping("/api/v1/terms")
    @RequiresPermission(Permission.READ)
    Page<Terms.Term> list() {
        return new Page<>(DatabaseReads.orUnavailable("terms", terms::all), null);
    }
}
