package sitetest

// A kind of value that a property of schema.org has.
type kind int

const (
	words   kind = iota
	number       // 1, or "1"
	day          // 2021-10-01, or with a time
	tag          // zh-Hans
	address      // of a page or a file of the site, or elsewhere
	thing        // an object, or the address of one
	anyOf        // words or an object
)

// parents are the types that a page may speak of, each with the one that it is
// a special case of, as schema.org has them.
var parents = map[string]string{
	"AboutPage":              "WebPage",
	"AdministrativeArea":     "Place",
	"Answer":                 "Comment",
	"Article":                "CreativeWork",
	"BreadcrumbList":         "ItemList",
	"CollectionPage":         "WebPage",
	"Comment":                "CreativeWork",
	"ContactPage":            "WebPage",
	"ContactPoint":           "Thing",
	"Country":                "AdministrativeArea",
	"CorrectionComment":      "Comment",
	"CreativeWork":           "Thing",
	"CreativeWorkSeries":     "CreativeWork",
	"DefinedTerm":            "Thing",
	"DefinedTermSet":         "CreativeWork",
	"EntryPoint":             "Thing",
	"FAQPage":                "WebPage",
	"GovernmentOrganization": "Organization",
	"ImageObject":            "MediaObject",
	"ItemList":               "Thing",
	"Legislation":            "CreativeWork",
	"ListItem":               "Thing",
	"MediaObject":            "CreativeWork",
	"NewsArticle":            "Article",
	"NewsMediaOrganization":  "Organization",
	"Organization":           "Thing",
	"Periodical":             "CreativeWorkSeries",
	"Person":                 "Thing",
	"Place":                  "Thing",
	"PostalAddress":          "ContactPoint",
	"PublicationIssue":       "CreativeWork",
	"Question":               "Comment",
	"SearchAction":           "Thing",
	"SearchResultsPage":      "WebPage",
	"WebPage":                "CreativeWork",
	"WebSite":                "CreativeWork",
	"Thing":                  "",
}

// required are the properties without which a type says nothing, wherever it
// stands.
var required = map[string][]string{
	"Answer":           {"text"},
	"BreadcrumbList":   {"itemListElement"},
	"CollectionPage":   {"name"},
	"DefinedTerm":      {"name"},
	"DefinedTermSet":   {"name"},
	"FAQPage":          {"mainEntity"},
	"ImageObject":      {"url"},
	"Legislation":      {"name"},
	"ListItem":         {"position"},
	"NewsArticle":      {"headline"},
	"Organization":     {"name"},
	"Periodical":       {"name"},
	"Person":           {"name"},
	"Place":            {"name"},
	"PublicationIssue": {"name"},
	"Question":         {"name", "acceptedAnswer"},
	"WebSite":          {"name"},
}

// subject are the properties that a type needs where it is what the page
// speaks of, and not named in passing.
var subject = map[string][]string{
	"NewsArticle":      {"datePublished", "inLanguage", "isPartOf"},
	"PublicationIssue": {"datePublished", "inLanguage", "isPartOf"},
	"Legislation":      {"inLanguage"},
	"Periodical":       {"inLanguage"},
}

// A property belongs to a type and to its special cases.
type property struct {
	of string
	is kind
}

// properties are what may be said, as schema.org has it. The list grows with
// the templates; it is here so that a misspelt name is found.
var properties = map[string][]property{
	"name":             {{"Thing", words}},
	"alternateName":    {{"Thing", words}},
	"description":      {{"Thing", words}},
	"url":              {{"Thing", address}},
	"image":            {{"Thing", thing}},
	"identifier":       {{"Thing", anyOf}},
	"sameAs":           {{"Thing", address}},
	"mainEntityOfPage": {{"Thing", thing}},
	"subjectOf":        {{"Thing", thing}},
	"potentialAction":  {{"Thing", thing}},

	"about":               {{"CreativeWork", thing}},
	"abstract":            {{"CreativeWork", words}},
	"articleBody":         {{"Article", words}},
	"articleSection":      {{"Article", words}},
	"author":              {{"CreativeWork", thing}},
	"citation":            {{"CreativeWork", anyOf}},
	"correction":          {{"CreativeWork", anyOf}},
	"copyrightHolder":     {{"CreativeWork", thing}},
	"copyrightNotice":     {{"CreativeWork", words}},
	"copyrightYear":       {{"CreativeWork", number}},
	"creditText":          {{"CreativeWork", words}},
	"dateCreated":         {{"CreativeWork", day}},
	"dateModified":        {{"CreativeWork", day}},
	"datePublished":       {{"CreativeWork", day}},
	"encoding":            {{"CreativeWork", thing}},
	"genre":               {{"CreativeWork", words}},
	"hasPart":             {{"CreativeWork", thing}},
	"headline":            {{"CreativeWork", words}},
	"inLanguage":          {{"CreativeWork", tag}},
	"isAccessibleForFree": {{"CreativeWork", words}},
	"isBasedOn":           {{"CreativeWork", thing}},
	"isPartOf":            {{"CreativeWork", thing}},
	"keywords":            {{"CreativeWork", anyOf}},
	"license":             {{"CreativeWork", thing}},
	"mainEntity":          {{"CreativeWork", thing}},
	"mentions":            {{"CreativeWork", thing}},
	"pagination":          {{"Article", words}, {"PublicationIssue", words}},
	"pageStart":           {{"Article", anyOf}, {"PublicationIssue", anyOf}},
	"pageEnd":             {{"Article", anyOf}, {"PublicationIssue", anyOf}},
	"position":            {{"CreativeWork", number}, {"ListItem", number}},
	"provider":            {{"CreativeWork", thing}},
	"publisher":           {{"CreativeWork", thing}},
	"sourceOrganization":  {{"CreativeWork", thing}},
	"spatialCoverage":     {{"CreativeWork", thing}},
	"temporalCoverage":    {{"CreativeWork", words}},
	"text":                {{"CreativeWork", words}},
	"translationOfWork":   {{"CreativeWork", thing}},
	"workTranslation":     {{"CreativeWork", thing}},
	"wordCount":           {{"Article", number}},

	"issn":        {{"CreativeWorkSeries", words}, {"WebSite", words}},
	"startDate":   {{"CreativeWorkSeries", day}},
	"endDate":     {{"CreativeWorkSeries", day}},
	"issueNumber": {{"PublicationIssue", anyOf}},

	"breadcrumb":         {{"WebPage", thing}},
	"primaryImageOfPage": {{"WebPage", thing}},
	"contentUrl":         {{"MediaObject", address}},
	"encodingFormat":     {{"CreativeWork", words}},
	"width":              {{"MediaObject", anyOf}},
	"height":             {{"MediaObject", anyOf}},

	"acceptedAnswer": {{"Question", thing}},
	"answerCount":    {{"Question", number}},

	"itemListElement": {{"ItemList", thing}},
	"itemListOrder":   {{"ItemList", words}},
	"numberOfItems":   {{"ItemList", number}},
	"item":            {{"ListItem", thing}},

	"legislationDate":                {{"Legislation", day}},
	"legislationDateVersion":         {{"Legislation", day}},
	"legislationIdentifier":          {{"Legislation", words}},
	"legislationJurisdiction":        {{"Legislation", anyOf}},
	"legislationLegalForce":          {{"Legislation", anyOf}},
	"legislationPassedBy":            {{"Legislation", thing}},
	"legislationResponsible":         {{"Legislation", thing}},
	"legislationType":                {{"Legislation", words}},
	"jurisdiction":                   {{"Legislation", anyOf}, {"GovernmentOrganization", anyOf}},
	"hasDefinedTerm":                 {{"DefinedTermSet", thing}},
	"inDefinedTermSet":               {{"DefinedTerm", thing}},
	"termCode":                       {{"DefinedTerm", words}},
	"addressCountry":                 {{"PostalAddress", anyOf}},
	"addressLocality":                {{"PostalAddress", words}},
	"addressRegion":                  {{"PostalAddress", words}},
	"postalCode":                     {{"PostalAddress", words}},
	"streetAddress":                  {{"PostalAddress", words}},
	"address":                        {{"Organization", anyOf}, {"Person", anyOf}, {"Place", anyOf}},
	"contactPoint":                   {{"Organization", thing}, {"Person", thing}},
	"email":                          {{"Organization", words}, {"Person", words}, {"ContactPoint", words}},
	"faxNumber":                      {{"Organization", words}, {"Person", words}, {"Place", words}, {"ContactPoint", words}},
	"foundingDate":                   {{"Organization", day}},
	"legalName":                      {{"Organization", words}},
	"logo":                           {{"Organization", thing}, {"Place", thing}},
	"parentOrganization":             {{"Organization", thing}},
	"subOrganization":                {{"Organization", thing}},
	"telephone":                      {{"Organization", words}, {"Person", words}, {"Place", words}, {"ContactPoint", words}},
	"containedInPlace":               {{"Place", thing}},
	"target":                         {{"SearchAction", anyOf}},
	"query":                          {{"SearchAction", words}},
	"query-input":                    {{"SearchAction", words}},
	"urlTemplate":                    {{"EntryPoint", words}},
	"publishingPrinciples":           {{"Organization", thing}, {"CreativeWork", thing}},
	"maintainer":                     {{"CreativeWork", thing}},
	"teaches":                        {{"CreativeWork", anyOf}},
	"alternativeHeadline":            {{"CreativeWork", words}},
	"contentReferenceTime":           {{"CreativeWork", day}},
	"dateline":                       {{"NewsArticle", words}},
	"printPage":                      {{"NewsArticle", words}},
	"printSection":                   {{"NewsArticle", words}},
	"printEdition":                   {{"NewsArticle", words}},
	"legislationDateOfApplicability": {{"Legislation", day}},
}

// is reports whether a type is another one or a special case of it.
func is(typ, of string) bool {
	for ; typ != ""; typ = parents[typ] {
		if typ == of {
			return true
		}
	}
	return false
}
