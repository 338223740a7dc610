package site

import (
	"context"

	"github.com/backissue/backissue/site/hugo"
)

// Build makes the site of the archive in dir, from its bundles into its
// public folder. On an error the site that was there stays.
func Build(ctx context.Context, dir string) (pages int, err error) {
	if _, err := open(dir); err != nil {
		return 0, err
	}
	built, err := hugo.Build(ctx, hugo.Options{Root: dir})
	return built.Pages, err
}
